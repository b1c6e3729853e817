package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.jobs.Fixture.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What minions of 3006 to 3008 send, and how it is judged. */
class VerdictTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "OK     ; {'fun':'test.ping','return':true,'retcode':0,'success':true}",
                "OK     ; {'fun':'test.ping','return':true}",
                "OK     ; {'fun':'test.false','return':false,'retcode':0,'success':true}",
                "FAILED ; {'fun':'no.such','return':'not available','retcode':1,'success':false}",
                "FAILED ; {'fun':'cmd.run','return':'','retcode':127}",
                "FAILED ; {'fun':'x.y','return':'','success':false}",
                "FAILED ; {'fun':'state.apply','return':['No matching sls"
                        + " found'],'retcode':1,'success':false}",
                "FAILED ; {'fun':'state.highstate','return':['Rendering SLS failed'],'retcode':0}",
                "OK     ;"
                        + " {'fun':'state.show_states','return':['a','b'],'retcode':0,'success':true}",
                "OK     ; {'fun':'state.apply','return':[],'retcode':0}",
                "OK     ;"
                        + " {'fun':'state.apply','return':{'a_|-b_|-c_|-d':{'result':true,'changes':{}}},'retcode':0}",
                "CHANGED;"
                        + " {'fun':'state.apply','return':{'a_|-b_|-c_|-d':{'result':true,'changes':{'x':1}}},'retcode':0}",
                "FAILED ;"
                        + " {'fun':'state.apply','return':{'a_|-b_|-c_|-d':{'result':false,'changes':{'x':1}}},'retcode':2}",
                "FAILED ;"
                        + " {'fun':'state.sls','return':{'a_|-b_|-c_|-d':{'result':false}},'retcode':0}",
                "OK     ;"
                        + " {'fun':'state.apply','return':{'a_|-b_|-c_|-d':{'result':null,'changes':{'x':1}}},'retcode':0}",
                "OK     ; {'fun':'grains.items','return':{'a_|-b':{'result':false}},'retcode':0}",
                "OK     ;"
                        + " {'fun':['test.ping','test.echo'],'return':{'test.ping':true,'test.echo':1},'retcode':{'test.ping':0,'test.echo':0},'success':{'test.ping':true,'test.echo':true}}",
                "FAILED ;"
                        + " {'fun':['test.ping','cmd.run'],'return':{'test.ping':true,'cmd.run':''},'retcode':{'test.ping':0,'cmd.run':3},'success':{'test.ping':true,'cmd.run':false}}",
                "FAILED ;"
                        + " {'fun':['test.ping','cmd.run'],'return':[true,''],'retcode':[0,3],'success':[true,false]}",
                "CHANGED;"
                        + " {'fun':['test.ping','state.apply'],'return':{'test.ping':true,'state.apply':{'a_|-b_|-c_|-d':{'result':true,'changes':{'x':1}}}},'retcode':{'test.ping':0,'state.apply':0}}",
                "FAILED ; {'fun':['state.apply'],'return':[['No matching sls"
                        + " found']],'retcode':[0]}",
            })
    void a_return_is_judged_by_code_success_and_states(HostState expected, String load) {
        assertThat(verdict(load).state()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {"3; 3", "[0,3,5]; 3", "{'a':0}; 0", "'text'; none", "[]; none", "null; none"},
            quoteCharacter = '`')
    void the_return_code_is_the_first_that_is_not_zero(String retcode, Integer expected) {
        assertThat(verdict("{'fun':'a.b','return':1,'retcode':" + retcode + "}").retcode())
                .isEqualTo(expected);
    }

    private static Verdict verdict(String text) {
        var load = (ObjectNode) json(text);
        return Verdict.of(
                load.path("fun"), load.get("return"), load.path("retcode"), load.path("success"));
    }
}
